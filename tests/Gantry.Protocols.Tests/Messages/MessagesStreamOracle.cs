using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Messages;

namespace Gantry.Protocols.Tests.Messages;

/// <summary>What a stream says, worked out the slow and plain way: every event parsed, every delta appended.</summary>
internal static class MessagesStreamOracle
{
    public static string Describe(IEnumerable<JsonElement> events)
    {
        var blocks = new SortedDictionary<int, Block>();
        string model = "", stop = "", sequence = "";
        var usage = new MessagesUsage(Gantry.Protocols.Metering.MeterQuirks.None);
        Usage? counts = null;
        foreach (var step in events)
        {
            switch (step.GetProperty("type").GetString())
            {
                case "message_start":
                    model = step.GetProperty("message").GetProperty("model").GetString()!;
                    counts = usage.Read(Encoding.UTF8.GetBytes(step.GetProperty("message").GetProperty("usage").GetRawText()));
                    break;
                case "content_block_start":
                    blocks[step.GetProperty("index").GetInt32()] = new Block(step.GetProperty("content_block"));
                    break;
                case "content_block_delta":
                    blocks[step.GetProperty("index").GetInt32()].Add(step.GetProperty("delta"));
                    break;
                case "message_delta":
                    stop = step.GetProperty("delta").GetProperty("stop_reason").GetString()!;
                    sequence = step.GetProperty("delta").GetProperty("stop_sequence").GetString() ?? "";
                    counts = usage.Read(Encoding.UTF8.GetBytes(step.GetProperty("usage").GetRawText()));
                    break;
            }
        }

        var text = new StringBuilder();
        foreach (var block in blocks.Values)
        {
            if (block.ToString() is { Length: > 0 } said) text.AppendLine(said);
        }

        string reason = stop switch
        {
            "tool_use" => "ToolCalls",
            "stop_sequence" => "StopSequence",
            "pause_turn" => "Pause",
            "refusal" => "Refusal",
            "max_tokens" => "MaxTokens",
            _ => "EndTurn",
        };
        return text.Append(reason).Append(' ').Append(sequence).Append(' ').Append(counts).Append(' ').Append(model).ToString();
    }

    private sealed class Block(JsonElement start)
    {
        private readonly StringBuilder _text = new();
        private readonly JsonArray _citations = [];
        private string _signature = "";

        public void Add(JsonElement delta)
        {
            foreach (string member in (string[])["text", "thinking", "partial_json", "content"])
            {
                if (delta.TryGetProperty(member, out var piece)) _text.Append(piece.GetString());
            }

            if (delta.TryGetProperty("citation", out var citation)) _citations.Add(JsonNode.Parse(citation.GetRawText()));
            if (delta.TryGetProperty("signature", out var signature)) _signature = signature.GetString()!;
        }

        public override string ToString() => start.GetProperty("type").GetString() switch
        {
            "text" => $"text {_text}{(_citations.Count > 0 ? _citations.ToJsonString() : "")}",
            "thinking" => $"thinking {_text} {(_signature.Length > 0 ? "Signature" : "")} {_signature}",
            "redacted_thinking" => "thinking  Redacted " + start.GetProperty("data").GetString(),
            "tool_use" => $"call {start.GetProperty("id").GetString()} {start.GetProperty("name").GetString()} "
                + (_text.Length > 0 ? _text.ToString() : start.GetProperty("input").GetRawText()),
            _ => "foreign " + Whole(),
        };

        private string Whole()
        {
            var whole = JsonNode.Parse(start.GetRawText())!.AsObject();
            if (_text.Length == 0) return whole.ToJsonString();
            bool isInput = whole.ContainsKey("input");
            whole[isInput ? "input" : "content"] = isInput ? JsonNode.Parse(_text.ToString()) : _text.ToString();
            return whole.ToJsonString();
        }
    }
}
