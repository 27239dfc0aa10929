using System.Buffers;
using System.Text.Json;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Json;

namespace Gantry.Protocols.InvokeModel;

/// <summary>One event of Messages as InvokeModel sends it: with Bedrock's own counts in the last one.</summary>
internal sealed class InvokeModelEvent
{
    private const string Metrics = "amazon-bedrock-invocationMetrics";

    private readonly JsonObjectEdit _members;
    private readonly byte[] _json;

    /// <exception cref="JsonException">No JSON object.</exception>
    public InvokeModelEvent(byte[] json)
    {
        _json = json;
        _members = new JsonObjectEdit(json);
        Type = Text(_members.Value("type"));
        HasMessage = _members.Value("message").Span.StartsWith("{"u8);
        var usage = HasMessage ? Child(_members.Value("message"), "usage") : _members.Value("usage");
        TellsInput = Number(usage, "input_tokens") is not null;
        TellsOutput = Number(usage, "output_tokens") is not null;
    }

    public string Type { get; }

    public bool HasMessage { get; }

    public bool TellsInput { get; }

    public bool TellsOutput { get; }

    /// <summary>The event as Anthropic has it.</summary>
    /// <param name="counts">An event with Bedrock's counts, for one that lacks its own.</param>
    public ReadOnlyMemory<byte> Clean(InvokeModelEvent? counts = null)
    {
        if (counts?._members.Value(Metrics) is { IsEmpty: false } told)
        {
            _members.Set("usage", Usage(told));
        }

        _members.Remove(Metrics);
        var splice = new JsonSplice();
        _members.ApplyTo(splice);
        return splice.IsEmpty ? _json : splice.Apply(_json).ToArray();
    }

    private byte[] Usage(ReadOnlyMemory<byte> told)
    {
        var written = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(written, WireJson.Options))
        {
            json.WriteStartObject();
            Count(json, "input_tokens", told, "inputTokenCount");
            Count(json, "cache_creation_input_tokens", told, "cacheWriteInputTokenCount");
            Count(json, "cache_read_input_tokens", told, "cacheReadInputTokenCount");
            Count(json, "output_tokens", told, "outputTokenCount");
            json.WriteEndObject();
        }

        return written.WrittenSpan.ToArray();
    }

    // What the event says itself goes before what is said of the whole call.
    private void Count(Utf8JsonWriter json, string name, ReadOnlyMemory<byte> told, string metric)
    {
        if ((Number(_members.Value("usage"), name) ?? Number(told, metric)) is { } count)
        {
            json.WriteNumber(name, count);
        }
    }

    private static ReadOnlyMemory<byte> Child(ReadOnlyMemory<byte> json, string name) => new JsonObjectEdit(json).Value(name);

    private static long? Number(ReadOnlyMemory<byte> json, string name)
    {
        if (!json.Span.StartsWith("{"u8) || Child(json, name) is not { IsEmpty: false } value)
        {
            return null;
        }

        var reader = new Utf8JsonReader(value.Span);
        reader.Read();
        return reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var count) ? count : null;
    }

    private static string Text(ReadOnlyMemory<byte> json)
    {
        if (!json.Span.StartsWith("\""u8))
        {
            return "";
        }

        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return JsonObjectEdit.Name(ref reader);
    }
}
