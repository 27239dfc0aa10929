using System.Text;
using Gantry.Protocols;
using Gantry.Simulator.Answers;
using Gantry.Simulator.Dialects;
using Gantry.Simulator.Framing;
using Gantry.Simulator.Prompts;

namespace Gantry.Simulator.Bedrock;

/// <summary>Messages as InvokeModel of Amazon Bedrock transports it: the events in frames, the errors in Amazon's shape, and counts of its own at the end.</summary>
internal sealed class Dialect : IDialect
{
    private const string Padding = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly Messages.Dialect _messages = new();
    private readonly Converse.Dialect _transport = new();

    public Protocol Protocol => Protocol.Messages;

    public Prompt Read(PromptSource source) => _messages.Read(source);

    public string Whole(Turn turn) => _messages.Whole(turn);

    public string StreamContentType(Prompt prompt) => _transport.StreamContentType(prompt);

    public (int Status, string Body) Error(Refusal refusal, Ids ids) => _transport.Error(refusal, ids);

    public IEnumerable<Frame> StreamError(Turn turn, Refusal refusal) => _transport.StreamError(turn, refusal);

    public IEnumerable<(string Name, string Value)> Headers(Ids ids) => _transport.Headers(ids);

    public IEnumerable<Frame> Stream(Turn turn)
    {
        foreach (var frame in _messages.Stream(turn))
        {
            var text = Encoding.UTF8.GetString(frame.Bytes.Span);
            if (text.StartsWith("event: ping", StringComparison.Ordinal)) continue;
            var json = text[(text.IndexOf("data: ", StringComparison.Ordinal) + "data: ".Length)..].TrimEnd();
            if (frame.Kind == FrameKind.Terminal && !turn.Answer.OmitUsage) json = json.TrimEnd('}', ' ') + Metrics(turn) + "}";
            var bytes = Convert.ToBase64String(Encoding.UTF8.GetBytes(json));
            yield return frame with { Bytes = EventStreamFrame.Event("chunk", $"{{\"bytes\":\"{bytes}\",\"p\":\"{Padding[..(bytes.Length % Padding.Length)]}\"}}") };
        }
    }

    private static string Metrics(Turn turn)
    {
        var usage = turn.Answer.Usage;
        return $",\"amazon-bedrock-invocationMetrics\":{{\"inputTokenCount\":{usage.UncachedInput + usage.ImageInput + usage.AudioInput},\"outputTokenCount\":{usage.TotalOutput}," +
            $"\"invocationLatency\":900,\"firstByteLatency\":100,\"cacheReadInputTokenCount\":{usage.CacheRead},\"cacheWriteInputTokenCount\":{usage.CacheWrite5m + usage.CacheWrite1h}}}";
    }
}
