using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Chat;

/// <summary>Reads Chat Completions and Completions answers, whole and streamed.</summary>
internal sealed class ChatMeter(MeterQuirks quirks) : AnswerReader(ChatNames.Shape)
{
    private readonly ChatUsage _usage = new();
    private bool _done;

    public override void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (_done) return;
        if (data.StartsWith(ChatNames.Done))
        {
            _done = true;
            Terminate();
            return;
        }

        if (name.SequenceEqual(ChatNames.ErrorEvent)) Fail(ErrorText.Read(data) ?? "error");
        Scan(data);

        // Some vendor's own kind of chunk: nobody knows what it says, so it counts as said.
        if (!ContentSeen && Reading.InBandError is null && data is [(byte)'{', ..] && data.IndexOf(ChatNames.Choices) < 0) SeeContent();
    }

    // Perplexity, Writer and others close without [DONE]; a stream that gave its reason and then ended properly is complete.
    public override void End()
    {
        if (Reading is { StopReason: not null, InBandError: null }) Terminate();
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json) => Report(_usage.Read(json, quirks), _usage.Clamped);
}
