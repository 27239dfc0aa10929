using System.Text;
using System.Text.Json;
using Gantry.Protocols.Hub;

namespace Gantry.Protocols.Tests.Converse;

/// <summary>What a stream says, worked out the slow and plain way from the payloads of its frames.</summary>
internal static class ConverseStreamOracle
{
    public static string Describe(IEnumerable<JsonElement> events, Usage? usage)
    {
        var blocks = new SortedDictionary<int, Block>();
        string stop = "";
        foreach (var step in events)
        {
            if (step.TryGetProperty("stopReason", out var reason)) stop = reason.GetString()!;
            if (!step.TryGetProperty("contentBlockIndex", out var index)) continue;
            if (!blocks.TryGetValue(index.GetInt32(), out var block)) blocks[index.GetInt32()] = block = new Block();
            if (step.TryGetProperty("start", out var start)) block.Start = start;
            if (step.TryGetProperty("delta", out var delta)) block.Add(delta);
        }

        var text = new StringBuilder();
        foreach (var block in blocks.Values)
        {
            if (block.ToString() is { Length: > 0 } said) text.AppendLine(said);
        }

        string word = stop switch
        {
            "tool_use" => "ToolCalls",
            "guardrail_intervened" => "Refusal",
            "max_tokens" => "MaxTokens",
            _ => "EndTurn",
        };
        return text.Append(word).Append("  ").Append(usage).Append(' ').ToString();
    }

    private sealed class Block
    {
        private readonly StringBuilder _text = new();
        private string _kind = "";
        private string _seal = "";

        public JsonElement Start { get; set; }

        public void Add(JsonElement delta)
        {
            foreach (var member in delta.EnumerateObject())
            {
                if (member.Name == "text")
                {
                    _kind = "text";
                    _text.Append(member.Value.GetString());
                }
                else if (member.Name == "reasoningContent")
                {
                    _kind = "thinking";
                    if (member.Value.TryGetProperty("text", out var thought)) _text.Append(thought.GetString());
                    if (member.Value.TryGetProperty("signature", out var signature)) _seal = "Signature " + signature.GetString();
                    if (member.Value.TryGetProperty("redactedContent", out var redacted)) _seal = "Redacted " + redacted.GetString();
                }
                else if (member.Name == "toolUse")
                {
                    _text.Append(member.Value.GetProperty("input").GetString());
                }
            }
        }

        public override string ToString()
        {
            if (_kind.Length > 0) return _kind == "text" ? $"text {_text}" : $"thinking {_text} {(_seal.Length > 0 ? _seal : " ")}";
            if (Start.ValueKind != JsonValueKind.Object || !Start.TryGetProperty("toolUse", out var call)) return "";
            if (call.TryGetProperty("type", out var type) && type.GetString() == "server_tool_use") return "";
            return $"call {call.GetProperty("toolUseId").GetString()} {call.GetProperty("name").GetString()} {_text}";
        }
    }
}
