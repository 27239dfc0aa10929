using System.Text;
using System.Text.Json.Nodes;

namespace Gantry.Tests.Cli.Verify.Faulty;

/// <summary>What gateways do wrong: each of these has been seen in one that people use.</summary>
internal static class FaultTable
{
    private static readonly string[] Refusals =
        ["error.bad-key", "error.malformed", "error.method", "error.no-key", "error.too-large", "error.unknown-model", "error.unknown-model-stream"];

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("usage is dropped", In(
            ("chat", ["chat.usage-chunk", "stream.usage", "whole.usage"]),
            ("responses", ["responses.usage-details", "stream.usage", "whole.usage"]),
            ("messages", ["stream.usage", "whole.usage"]),
            ("gemini", ["stream.usage", "whole.usage"])))
        { Answer = answer => answer.EachJson(WithoutUsage) },

        new("more cached tokens than input", In(("chat", ["stream.usage", "whole.usage"]), ("responses", ["stream.usage", "whole.usage"])))
        { Answer = answer => answer.EachJson(OverCached) },

        new("the stream is held back until its end", In(("chat", ["stream.flow"]), ("messages", ["stream.flow"])))
        { Scenario = HealthyGateway.Slow, Only = "stream.*,whole.*,error.*" },

        new("signatures are lost", In(("messages", ["think.signature", "think.signature-stream"])))
        { Answer = answer => answer.EachJson(Unsigned) },

        new("members stand there twice", In(("messages", ["models.list"])))
        { Answer = answer => answer.Text = answer.Path == "/v1/models" ? answer.Text.Replace("{\"data\":", "{\"has_more\":false,\"data\":", StringComparison.Ordinal) : answer.Text },

        new("sealed reasoning is lost", In(("responses", ["think.sealed"])))
        { Answer = answer => answer.EachJson(Unsealed) },

        new("events change places", In(
            ("chat", ["stream.order"]), ("responses", ["stream.order"]), ("messages", ["messages.claude-code", "stream.order"])))
        { Answer = answer => answer.Arrange(frames => frames.Count > 1 ? [frames[1], frames[0], .. frames.Skip(2)] : frames) },

        new("errors under status 200", In(("chat", Refusals), ("messages", Refusals)))
        { Answer = answer => answer.Status = answer.Status >= 400 ? 200 : answer.Status },

        new("errors have a shape of their own", In(("chat", Refusals), ("messages", Refusals), ("gemini", Refusals)))
        { Answer = answer => { if (answer.Status >= 400) answer.Text = """{"detail":"refused"}"""; } },

        new("tools are dropped", In(("messages", ["tool.parallel", "tool.parallel-stream", "tool.stream", "tool.whole"])))
        { Request = body => { body.Remove("tools"); body.Remove("tool_choice"); } },

        new("errors repeat the key", In(("chat", ["key.echo"]), ("gemini", ["key.echo"])))
        { Answer = answer => answer.EachJson(json => Echo(json, answer.Keys)) },

        new("every tool call has the index 0", In(("chat", ["tool.parallel-stream"])))
        { Answer = answer => answer.EachJson(json => EachCall(json, call => call["index"] = 0)) },

        new("calls are told apart by no index", In(("chat", ["tool.parallel-stream", "tool.stream"])))
        { Answer = answer => answer.EachJson(json => EachCall(json, call => call.Remove("index"))) },

        new("the terminal event is missing", In(
            ("chat", ["stream.end"]),
            ("responses", ["responses.complete", "stream.end", "stream.usage"]),
            ("messages", ["messages.claude-code", "stream.end"])))
        { Answer = answer => answer.Arrange(frames => frames.SkipLast(1)) },

        new("streams are called text/plain", In(("chat", ["stream.type"]), ("gemini", ["stream.type"])))
        { Answer = answer => answer.Headers["content-type"] = answer.IsStream ? "text/plain; charset=utf-8" : answer.Headers.GetValueOrDefault("content-type", "text/plain") },

        new("characters are cut apart", In(("chat", ["text.utf8-stream"]), ("messages", ["text.utf8-stream"])))
        { Answer = CutApart },

        new("the second of two parallel calls is lost", In(("chat", ["tool.parallel", "tool.parallel-stream"]), ("gemini", ["tool.parallel", "tool.parallel-stream"])))
        { Answer = answer => answer.EachJson(FirstCallOnly) },

        new("the models are listed in one shape for all", In(("messages", ["models.list", "models.one"])))
        { Answer = answer => answer.EachJson(AsOpenAi) },

        new("a server error in place of 401", In(("chat", ["error.bad-key", "error.no-key"]), ("messages", ["error.bad-key", "error.no-key"])))
        { Answer = answer => answer.Status = answer.Status == 401 ? 500 : answer.Status },

        new("a bad key may be tried again", In(("messages", ["error.bad-key-retry"])))
        { Answer = answer => answer.Headers.Remove("x-should-retry") },

        new("it hangs when a stream was left", In(("chat", ["stream.cancel"])))
        { Hangs = true, Only = "stream.*,whole.*" },

        new("an answer that met its limit looks finished", In(("chat", ["limit.tokens"]), ("messages", ["limit.tokens"])))
        { Answer = answer => answer.EachJson(Finished) },

        new("every answer has the same id", In(("chat", ["ids.unique"]), ("messages", ["ids.unique"])))
        { Answer = answer => answer.EachJson(json => { if (json.ContainsKey("id")) json["id"] = "one-for-all"; }) },

        new("tokens are not counted", In(("messages", ["count.tokens", "messages.count-beta"])))
        { Refuses = (request, _) => request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal) ? 404 : null },

        new("limits are told without retry-after", In(("messages", ["count.tokens", "error.rate-limit", "messages.count-beta"])))
        { Refuses = (request, _) => request.Path.Value!.EndsWith("/count_tokens", StringComparison.Ordinal) ? 429 : null },

        new("custom tools become functions", In(("responses", ["responses.custom-tool"])))
        { Answer = answer => answer.EachJson(CustomAsFunction) },

        new("system messages amid the conversation are refused", In(("messages", ["messages.system-role"])))
        { Refuses = (_, body) => body?["messages"]?.AsArray().Any(message => message?["role"]?.GetValue<string>() == "system") == true ? 400 : null },

        new("the schema of the answer is forgotten", In(("chat", ["schema.output"]), ("messages", ["schema.output"])))
        { Request = body => { body.Remove("response_format"); body.Remove("output_config"); } },

        new("unknown query parameters are refused", In(("messages", ["accept.query", "messages.claude-code", "messages.count-beta"])))
        { Refuses = (request, _) => request.Query.ContainsKey("beta") ? 400 : null },
    ];

    public static Fault None { get; } = new("nothing", In(("chat", []), ("responses", []), ("messages", []), ("gemini", [])));

    private static Dictionary<string, string[]> In(params (string Protocol, string[] Ids)[] expected) => expected.ToDictionary(one => one.Protocol, one => one.Ids);

    private static void WithoutUsage(JsonObject json)
    {
        json.Remove("usage");
        json.Remove("usageMetadata");
        foreach (var name in (string[])["message", "response"])
            if (json[name] is JsonObject inner) WithoutUsage(inner);
    }

    private static void OverCached(JsonObject json)
    {
        if (json["response"] is JsonObject inner) OverCached(inner);
        if (json["usage"] is not JsonObject usage) return;
        foreach (var (all, details) in (ReadOnlySpan<(string, string)>)[("prompt_tokens", "prompt_tokens_details"), ("input_tokens", "input_tokens_details")])
        {
            if (usage[all] is not { } input) continue;
            if (usage[details] is not JsonObject parts) usage[details] = parts = [];
            parts["cached_tokens"] = input.GetValue<long>() + 1;
        }
    }

    private static bool Unsigned(JsonObject json)
    {
        if (json["content"] is JsonArray blocks)
            foreach (var block in blocks) (block as JsonObject)?.Remove("signature");
        return json["delta"]?["type"]?.GetValue<string>() != "signature_delta";
    }

    private static void Unsealed(JsonObject json)
    {
        if (json["output"] is not JsonArray items) return;
        foreach (var item in items) item!.AsObject().Remove("encrypted_content");
    }

    private static void Echo(JsonObject json, IReadOnlyList<string> keys)
    {
        if (json["error"] is JsonObject error) error["message"] = $"{error["message"]} ({string.Join(", ", keys)})";
    }

    private static void EachCall(JsonObject json, Action<JsonObject> change)
    {
        if (json["choices"] is not JsonArray choices) return;
        foreach (var choice in choices)
        {
            if (choice?["delta"]?["tool_calls"] is not JsonArray calls) continue;
            foreach (var call in calls) change(call!.AsObject());
        }
    }

    private static bool FirstCallOnly(JsonObject json)
    {
        if (json["choices"] is JsonArray { Count: > 0 } choices)
        {
            if (choices[0]!["message"]?["tool_calls"] is JsonArray whole)
                while (whole.Count > 1) whole.RemoveAt(1);
            return choices[0]!["delta"]?["tool_calls"] is not JsonArray streamed || streamed.All(call => call!["index"]!.GetValue<int>() == 0);
        }
        if (json["candidates"] is not JsonArray { Count: > 0 } candidates || candidates[0]!["content"]?["parts"] is not JsonArray parts) return true;
        foreach (var second in parts.Where(part => part!["functionCall"]?["args"]?["city"]?.GetValue<string>() == "Porto").ToList()) parts.Remove(second);
        return true;
    }

    private static void AsOpenAi(JsonObject json)
    {
        json.Remove("has_more");
        if (json["type"]?.GetValue<string>() == "model") json["type"] = "object";
        if (json["data"] is not JsonArray models) return;
        foreach (var model in models) model!.AsObject().Remove("display_name");
    }

    private static void Finished(JsonObject json)
    {
        if (json["stop_reason"]?.GetValue<string>() == "max_tokens") json["stop_reason"] = "end_turn";
        if (json["choices"] is JsonArray { Count: > 0 } choices && choices[0] is JsonObject choice && choice["finish_reason"]?.GetValue<string>() == "length") choice["finish_reason"] = "stop";
    }

    private static void CustomAsFunction(JsonObject json)
    {
        if (json["output"] is not JsonArray items) return;
        foreach (var item in items.Where(item => item!["type"]!.GetValue<string>() == "custom_tool_call").Select(item => item!.AsObject()))
        {
            item["type"] = "function_call";
            item["arguments"] = item["input"]!.DeepClone();
            item.Remove("input");
        }
    }

    // A decoder that takes each part of the stream for whole characters.
    private static void CutApart(Passing answer)
    {
        if (!answer.IsStream) return;
        var text = new StringBuilder();
        foreach (var part in answer.Body.Chunk(7)) text.Append(Encoding.UTF8.GetString(part));
        answer.Text = text.ToString();
    }
}
