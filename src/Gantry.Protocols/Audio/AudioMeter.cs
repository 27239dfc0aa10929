using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Audio;

/// <summary>Reads answers of transcription, translation and speech.</summary>
/// <param name="speaks">The answer is sound: its tokens are audio, and those of the prompt are text.</param>
internal sealed class AudioMeter(bool speaks) : AnswerReader(AudioNames.Shape)
{
    private readonly AudioUsage _usage = new(speaks);
    private Usage? _pending;
    private long _seconds;

    public override void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        if (data.StartsWith(AudioNames.Done))
        {
            Terminate();
            return;
        }

        bool mayMatter = !ContentSeen || data.IndexOf(AudioNames.DoneType) >= 0 || data.IndexOf(AudioNames.Usage) >= 0
            || data.IndexOf("\"error\""u8) >= 0;
        if (mayMatter) Scan(data);
        if (name.SequenceEqual("error"u8) && Reading.InBandError is null) Fail(ErrorText.Read(data) ?? "error");
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json) => _pending = _usage.Read(json);

    protected override void Other(int id, ReadOnlySpan<byte> json)
    {
        if (id == AudioNames.Type && json.EndsWith(AudioNames.DoneType)) Terminate();
        if (id == AudioNames.Duration) _seconds = AudioUsage.WholeSeconds(json) ?? _seconds;
    }

    // Whisper tells the length in a verbose answer and has no usage object.
    protected override void Finished()
    {
        if (_pending is { } usage) Report(usage, _usage.Clamped);
        else if (_seconds > 0 && Reading.Usage is null) Report(new Usage { AudioSeconds = _seconds }, clamped: false);
        _pending = null;
    }
}
