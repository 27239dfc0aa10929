# Reads the stream of every model of GANTRY_MODEL, which must each fail after some text, and prints as one line of JSON how they did.
# argv: chat, responses, messages or gemini. GANTRY_URL: root of the gateway. GANTRY_KEY: the key.
import json
import os
import sys

URL, KEY = os.environ["GANTRY_URL"], os.environ["GANTRY_KEY"]
PROMPT = "Say a few words about toll gantries."


def chat(model, parts):
    from openai import OpenAI

    with OpenAI(api_key=KEY, base_url=URL + "/v1", max_retries=0) as client:
        for chunk in client.chat.completions.create(model=model, messages=[{"role": "user", "content": PROMPT}], stream=True):
            if chunk.choices and chunk.choices[0].delta.content:
                parts.append(chunk.choices[0].delta.content)


def responses(model, parts):
    from openai import OpenAI

    last = None
    with OpenAI(api_key=KEY, base_url=URL + "/v1", max_retries=0) as client:
        for last in client.responses.create(model=model, input=PROMPT, stream=True):
            if last.type == "response.output_text.delta":
                parts.append(last.delta)
    if last is not None and last.type == "response.failed":
        raise RuntimeError(last.response.error.message)


def messages(model, parts):
    from anthropic import Anthropic

    with Anthropic(auth_token=KEY, api_key=None, base_url=URL, max_retries=0) as client:
        with client.messages.stream(model=model, max_tokens=400, messages=[{"role": "user", "content": PROMPT}]) as stream:
            for text in stream.text_stream:
                parts.append(text)
            stream.get_final_message()


def gemini(model, parts):
    from google import genai

    client = genai.Client(api_key=KEY, http_options={"base_url": URL})
    for chunk in client.models.generate_content_stream(model=model, contents=PROMPT):
        if chunk.text:
            parts.append(chunk.text)


read = {"chat": chat, "responses": responses, "messages": messages, "gemini": gemini}[sys.argv[1]]
runs = []
for name in os.environ["GANTRY_MODEL"].split(","):
    said, run = [], {"failed": False}
    try:
        read(name, said)
    except Exception as error:
        run = {"failed": True, "class": type(error).__name__, "message": str(error)[:500]}
    runs.append({**run, "text": "".join(said)})
print(json.dumps({"runs": runs}))
