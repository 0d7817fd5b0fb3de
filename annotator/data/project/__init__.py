"""The project file: schema, migrations, judgements, topics and what else it stores."""
