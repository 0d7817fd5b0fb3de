# Everything below is a name for a command of scripts/bootstrap.py, which needs nothing but Python.
PYTHON ?= python3

.PHONY: help demo run test coverage docs audit format clean

help:
	@echo "make demo     install into .venv and open the window on a sample of handwritten digits"
	@echo "make run      open the window with your own project"
	@echo "make test     install the development tools and run every check"
	@echo "make coverage run the tests and print the coverage"
	@echo "make docs     build the documentation into build/site"
	@echo "make audit    look up known vulnerabilities of the pinned packages; needs a network"
	@echo "make format   format the code and fix what ruff can fix"
	@echo "make clean    remove .venv and all caches"

demo run test coverage docs audit format clean:
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.11 or newer is needed. Debian and Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@"$(PYTHON)" scripts/bootstrap.py $@
