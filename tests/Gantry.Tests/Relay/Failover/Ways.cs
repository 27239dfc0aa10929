using Gantry.Tests.Relay.Faults;
using Xunit;

namespace Gantry.Tests.Relay.Failover;

/// <summary>Which lanes the two upstreams of a request take.</summary>
internal static class Ways
{
    public static readonly string[] All = ["relay", "translate", "relay-translate", "translate-relay"];

    /// <summary>Every client protocol with every way, streamed and whole.</summary>
    public static TheoryData<string, string, bool> Theory()
    {
        var data = new TheoryData<string, string, bool>();
        foreach (var (protocol, way, stream) in Rows())
        {
            data.Add(protocol, way, stream);
        }

        return data;
    }

    public static IEnumerable<(string Protocol, string Way, bool Stream)> Rows() =>
        from protocol in ClientCall.Protocols.Append("gemini-array")
        from way in All
        from stream in (bool[])[true, false]
        where stream || (protocol != "gemini-array" && !way.Contains('-', StringComparison.Ordinal))
        select (protocol, way, stream);

    /// <summary>What the upstream of an attempt speaks, so that it takes its lane.</summary>
    /// <param name="way">One of <see cref="All"/>.</param>
    /// <param name="second">The attempt that is to serve.</param>
    /// <param name="protocol">The client's.</param>
    public static string Spoken(string way, bool second, string protocol)
    {
        var lanes = way.Split('-');
        return lanes[second ? lanes.Length - 1 : 0] == "relay" ? Own(protocol) : Other(Own(protocol));
    }

    private static string Own(string protocol) => protocol.Split('-')[0];

    private static string Other(string protocol) => protocol switch
    {
        "chat" => "messages",
        "responses" => "chat",
        "messages" => "gemini",
        _ => "responses",
    };
}
