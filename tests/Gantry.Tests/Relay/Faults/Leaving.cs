using Gantry.Tests.Relay.Translated;

namespace Gantry.Tests.Relay.Faults;

/// <summary>How one client asks, and when and how it leaves.</summary>
internal sealed record Leaving(string Id, ClientCall Call, bool Reads, TimeSpan Pause, bool Reset)
{
    /// <summary>Says nothing for three seconds.</summary>
    public const string Silent = "sim-text-n5-d3000";

    /// <summary>Says something for four seconds.</summary>
    public const string Talking = "sim-text-n400-i10";

    /// <summary>Begins at once and says nothing for three seconds: what is no stream cannot be further than that.</summary>
    public const string Begun = "sim-text-n5-h3000";

    /// <summary>The same for the same number. Of each sixteen one stands for every mix of: before or after the first byte, stream or not, relayed or translated, reset or not.</summary>
    public static Leaving Of(int number, string series = "a")
    {
        var id = $"{series}{number}";
        var random = new Random(number);
        var (talks, stream, crosses, reset) = ((number & 1) != 0, (number & 2) != 0, (number & 4) != 0, (number & 8) != 0);
        var protocol = ClientCall.Protocols[random.Next(4)];
        var upstreams = Crossing.Upstreams.Where(upstream => upstream != protocol).ToList();
        var model = Crossing.Model(crosses ? upstreams[random.Next(upstreams.Count)] : protocol, !talks ? Silent : stream ? Talking : Begun);
        var pause = TimeSpan.FromMilliseconds(random.Next(0, talks && stream ? 1500 : 600));
        return new Leaving(id, ClientCall.Ask(protocol, model, stream, Arrivals.Mark(id)), talks && stream, pause, reset);
    }
}
