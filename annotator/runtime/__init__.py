"""Threads, parallel loops and memory limits."""
