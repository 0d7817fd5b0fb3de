"""What a person knows of the images of a topic, as rules that vote."""
