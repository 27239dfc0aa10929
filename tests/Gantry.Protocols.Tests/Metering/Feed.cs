using System.Text;
using Gantry.Protocols.Hub;
using Gantry.Protocols.Metering;

namespace Gantry.Protocols.Tests.Metering;

/// <summary>Short ways to run a meter over literal text.</summary>
internal static class Feed
{
    public static MeterReading Sse(Protocol protocol, string text, Operation operation = Operation.Chat, MeterQuirks quirks = MeterQuirks.None) =>
        Run(ResponseMeters.For(protocol, operation, ResponseFraming.Sse, quirks), text);

    public static MeterReading Json(Protocol protocol, string text, Operation operation = Operation.Chat, MeterQuirks quirks = MeterQuirks.None) =>
        Run(ResponseMeters.For(protocol, operation, ResponseFraming.Json, quirks), text);

    /// <summary>One Chat stream with the usage given, in the forms of most vendors.</summary>
    public static Usage? ChatUsage(string usage, MeterQuirks quirks = MeterQuirks.None) =>
        Sse(Protocol.Chat, $$"""data: {"choices":[],"usage":{{usage}}}""" + "\n\n", quirks: quirks).Usage;

    public static MeterReading Run(IResponseMeter meter, string text)
    {
        meter.Append(Encoding.UTF8.GetBytes(text));
        meter.Complete();
        return meter.Reading;
    }
}
