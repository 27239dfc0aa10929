using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Images;

/// <summary>Reads image answers: a list of pictures, or events each of which completes one picture and reports its own usage.</summary>
internal sealed class ImagesMeter() : AnswerReader(ImagesNames.Shape)
{
    private readonly ImagesUsage _usage = new();
    private Usage _sum;
    private bool _reported;

    public override void Event(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Scan(data);
        if (name.SequenceEqual("error"u8) && Reading.InBandError is null) Fail(ErrorText.Read(data) ?? "error");
    }

    protected override void ReadUsage(ReadOnlySpan<byte> json)
    {
        if (_usage.Read(json) is not { } usage) return;
        _sum += usage;
        _reported = true;
    }

    protected override void Other(int id, ReadOnlySpan<byte> json)
    {
        bool picture = id == ImagesNames.Picture;
        bool completed = id == ImagesNames.Type && json.EndsWith(ImagesNames.Completed);
        if (!picture && !completed) return;
        _sum = _sum with { Images = _sum.Images + 1 };
        _reported = true;
        SeeContent();
        if (completed) Terminate();
    }

    protected override void Finished()
    {
        if (_reported) Report(_sum, _usage.Clamped);
    }
}
