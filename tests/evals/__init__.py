"""Evaluations of the assistant: does an answer say what it must, and nothing that it must not?

    make evals                                  every case with the Demo AI (also part of make test)
    make evals ARGS="--provider anthropic"      the same with Claude and ANTHROPIC_API_KEY; costs money
    make evals ARGS="--only injection"          the cases whose id contains the word

`cases/*.yaml` hold the cases, `checks` compares an answer with what its case expects, and `judge` asks the model itself
one yes-or-no question for each point that code cannot check.  `report` writes one file for each prompt's hash.
"""
