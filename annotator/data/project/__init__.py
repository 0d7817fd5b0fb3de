"""The project file: schema, migrations, judgements, topics and other contents."""
