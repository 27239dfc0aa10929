using System.Buffers.Text;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Messages;

/// <summary>Reads Messages answers: whole, streamed, and streamed by Bedrock's InvokeModel, which wraps each event in a frame.</summary>
internal sealed class MessagesMeter(MeterQuirks quirks) : AnswerReader(MessagesNames.Shape)
{
    private readonly MessagesUsage _usage = new(quirks);
    private bool _streamed;
    private byte[] _decoded = [];

    public override void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        _streamed = true;
        if (ContentSeen && (name.SequenceEqual(MessagesNames.BlockStop) || name.SequenceEqual(MessagesNames.Ping))) return;

        Scan(data);
        if (name.SequenceEqual("error"u8) && Reading.InBandError is null) Fail(ErrorText.Read(data) ?? "error");
    }

    public override void Frame(ReadOnlySpan<byte> eventType, ReadOnlySpan<byte> payload)
    {
        // {"bytes":"<the event in base64>","p":"padding"}
        var name = "\"bytes\":\""u8;
        int start = payload.IndexOf(name);
        if (start < 0) return;
        var text = payload[(start + name.Length)..];
        int end = text.IndexOf((byte)'"');
        if (end < 0) return;
        int size = Base64.GetMaxDecodedFromUtf8Length(end);
        if (_decoded.Length < size) _decoded = new byte[Math.Max(1024, 2 * size)];
        Base64.DecodeFromUtf8(text[..end], _decoded, out _, out int written);
        Event(default, _decoded.AsSpan(0, written));
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json)
    {
        Report(_usage.Read(json), _usage.Clamped);
        Serve(json);
    }

    // The only vendor that tells its class of service within the usage.
    private void Serve(ReadOnlySpan<byte> usage)
    {
        var name = "\"service_tier\""u8;
        int at = usage.LastIndexOf(name);
        if (at < 0) return;
        var value = usage[(at + name.Length)..].TrimStart(": "u8);
        int end = value.Length > 1 && value[0] == '"' ? value[1..].IndexOf((byte)'"') : -1;
        if (end > 0) ServedIn(value[..(end + 2)]);
    }

    protected override void Other(int id, ReadOnlySpan<byte> json)
    {
        var text = json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : default;
        switch (id)
        {
            case MessagesNames.Type when _streamed && text.SequenceEqual(MessagesNames.MessageStop):
                Terminate();
                break;

            // These open empty and are judged by what they hold; a tool call, a result or a redacted thought says something by opening.
            case MessagesNames.BlockType when !text.SequenceEqual("text"u8) && !text.SequenceEqual("thinking"u8):
                SeeContent();
                break;
            case MessagesNames.DeltaType when !text.SequenceEqual("text_delta"u8) && !text.SequenceEqual("thinking_delta"u8)
                && !text.SequenceEqual("input_json_delta"u8):
                SeeContent();
                break;
        }
    }
}
