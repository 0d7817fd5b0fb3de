# Everything below is a name for a command of scripts/bootstrap.py, which needs nothing but Python.
PYTHON ?= python3

.PHONY: help demo run test coverage docs audit format clean

help:
	@echo "make demo     install into .venv and open the window on a sample of handwritten digits"
	@echo "make run      open the window with your own project"
	@echo "make test     install the development tools and run every check"
	@echo "make coverage run the tests and print which share of the code they run"
	@echo "make docs     write the documentation as pages into build/site"
	@echo "make audit    ask a public database for known weaknesses of the pinned packages; needs a network"
	@echo "make format   format the code and mend what ruff can mend"
	@echo "make clean    remove .venv and all caches"

demo run test coverage docs audit format clean:
	@command -v "$(PYTHON)" >/dev/null || { echo "Python 3.11 or newer is needed. Debian and Ubuntu: sudo apt-get install python3 python3-venv"; exit 1; }
	@"$(PYTHON)" scripts/bootstrap.py $@
