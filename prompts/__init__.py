"""What is said to a language model and what is expected back: templates, typed inputs, typed results, prices.

No facts about any account live here, no queries, no network.  Who calls a model, and how, is
`tasks.integrations.assistant`.
"""
