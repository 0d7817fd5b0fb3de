"""Query strategies, which select the images to judge next."""
