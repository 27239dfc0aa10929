using Gantry.Simulator.Dialects;
using Gantry.Simulator.Faults;
using Gantry.Simulator.Framing;

namespace Gantry.Simulator.Delivery;

/// <summary>Turns a good reply into the faulty one that was asked for.</summary>
internal static class FaultPlan
{
    private const string Page = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>";

    public static (Reply Reply, Cut Cut) Apply(Fault fault, Reply reply, Func<Refusal, IEnumerable<Frame>> streamError, Func<Refusal, string> wholeError)
    {
        switch (fault.Kind)
        {
            case FaultKind.Reset:
                return (reply, new Cut(Ending.Reset, BeforeHeaders: true));
            case FaultKind.Empty:
                return (reply with { Body = default, Frames = null, Usage = null }, Cut.None);
            case FaultKind.Html:
                return (reply with { ContentType = "text/html; charset=utf-8", Body = JsonText.Utf8(Page), Frames = null, Usage = null, TellsUsage = false }, Cut.None);
            case FaultKind.Cut when reply.Frames is null:
                return (reply, new Cut(Ending.Reset, BodyBytes: (long)reply.Body.Length * fault.Percent / 100));
            case FaultKind.Cut:
                var frames = reply.Frames!.ToList();
                return (reply with { Frames = frames }, new Cut(Ending.Reset, AfterFrames: (long)frames.Count * fault.Percent / 100));
            case FaultKind.Stall:
                return (reply, new Cut(Ending.Silence, AfterFrames: fault.After, BodyBytes: reply.Body.Length / 2));
            case FaultKind.ResetAfter:
                return (reply, new Cut(Ending.Reset, AfterFrames: fault.After, BodyBytes: reply.Body.Length / 2));
            case FaultKind.CloseAfter:
                return (reply with { Body = reply.Body[..(reply.Body.Length / 2)] }, new Cut(Ending.Complete, AfterFrames: fault.After));
            case FaultKind.ErrorBefore or FaultKind.ErrorAfter when reply.Frames is null:
                return (reply with { Body = JsonText.Utf8(wholeError(Overloaded)), BodyTokens = 0, Usage = null, TellsUsage = false }, Cut.None);
            case FaultKind.ErrorBefore:
                return (reply with { Frames = Failing(reply.Frames, 0, streamError) }, Cut.None);
            case FaultKind.ErrorAfter:
                return (reply with { Frames = Failing(reply.Frames, fault.After, streamError) }, Cut.None);
            default:
                return (reply.Frames is null ? reply : reply with { Frames = Shape.Apply(fault.Kind, reply.Frames) }, Cut.None);
        }
    }

    private static Refusal Overloaded => new(RefusalKind.Overloaded, "Overloaded");

    private static IEnumerable<Frame> Failing(IEnumerable<Frame> frames, int contents, Func<Refusal, IEnumerable<Frame>> error)
    {
        foreach (var frame in frames)
        {
            if (frame.Kind is FrameKind.Content && contents-- <= 0) break;
            if (frame.Kind is FrameKind.Finish or FrameKind.Usage or FrameKind.Terminal) break;
            yield return frame;
        }
        foreach (var frame in error(Overloaded)) yield return frame with { Alone = true };
    }
}
