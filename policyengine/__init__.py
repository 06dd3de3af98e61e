"""Policy plans as declarative rules, evaluated to compliance verdicts with traceable citations."""
