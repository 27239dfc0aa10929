using System.Text;
using Gantry.Simulator.Recording;

namespace Gantry.Tests.Relay.Faults;

/// <summary>One call seen from all sides.</summary>
internal sealed record FaultResult(HttpResponseMessage Response, byte[] Bytes, RecordedExchange? Upstream, UsageRow Row)
{
    public int Status => (int)Response.StatusCode;

    public string Body { get; } = Encoding.UTF8.GetString(Bytes);

    public override string ToString() => $"{Status} {Row.Outcome} {Row.ErrorOrigin} {Row.ErrorCode} {Row.UsageSource}\n{Body[..Math.Min(Body.Length, 2000)]}";
}
