using Gantry.Protocols;

namespace Gantry.Bench.EndToEnd;

/// <summary>All stages, in the order in which they run.</summary>
internal static class Stages
{
    private static readonly Protocol[] Protocols = [Protocol.Chat, Protocol.Messages, Protocol.Responses, Protocol.Gemini];

    private static readonly Stage Sat = new("sat", "closed loop, 64 connections, 0.6 KB request, 1.1 KB answer", StageKind.Whole);

    private static readonly Stage Burst = new("burst", "64 streams of 200 events as fast as they go", StageKind.Stream) { Events = 200 };

    private static readonly Stage Thousand = Paced(1_000);

    public static IReadOnlyList<Stage> All { get; } =
    [
        Sat,
        Body("big", 100_000, "100 KB"),
        Body("b1k", 1_000, "1 KB"),
        Body("b10k", 10_000, "10 KB"),
        Body("b100k", 100_000, "100 KB"),
        Body("b1m", 1_000_000, "1 MB"),
        Constant(1_000),
        Constant(5_000),
        Paced(100),
        Thousand,
        Paced(2_000),
        Burst,
        .. from client in Protocols where client != Protocol.Chat select Sat with { Name = $"sat/{Name(client)}", Client = client, Length = 0.7 },
        .. from client in Protocols where client != Protocol.Chat select Burst with { Name = $"burst/{Name(client)}", Client = client, Length = 0.7 },
        Thousand with { Name = "s1000/messages", Client = Protocol.Messages },
        Sat with { Name = "sat/free", About = Sat.About + ", a model without a price", IsFree = true, Length = 0.7 },
        .. Translated(Sat, Protocols),
        .. Translated(Burst, Protocols),
        .. Translated(Thousand, [Protocol.Chat]),
        .. Translated(Thousand, [Protocol.Messages]).Where(stage => stage.Spoken == Protocol.Chat),
        Slow(100),
        Slow(1_000),
        Slow(5_000),
    ];

    /// <summary>A name, all of a kind (<c>sat/*</c>), or a group: <c>main</c>, <c>protocols</c>, <c>translate</c>, <c>slow</c>.</summary>
    public static bool Matches(Stage stage, string asked) => asked switch
    {
        "all" => true,
        "main" => !stage.Name.Contains('/', StringComparison.Ordinal) && stage.Kind != StageKind.Memory,
        "protocols" => stage is { Spoken: null, IsFree: false } && stage.Name.Contains('/', StringComparison.Ordinal),
        "translate" => stage.Spoken is not null,
        "slow" => stage.Kind == StageKind.Memory,
        _ when asked.EndsWith("/*", StringComparison.Ordinal) => stage.Name.StartsWith(asked[..^1], StringComparison.Ordinal),
        _ => stage.Name == asked,
    };

    private static Stage Body(string name, int bytes, string told) => new(name, $"closed loop, 16 connections, {told} request", StageKind.Whole)
    {
        Connections = 16,
        BodyBytes = bytes,
        Length = 0.7,
    };

    private static Stage Constant(int rate) => new($"r{rate}", $"{rate} requests/s on a timetable", StageKind.Whole) { Connections = 128, Rate = rate, Length = 1.5, Warm = 1 };

    // Five seconds a stream: while the ramp goes on they spread over all of its length.
    private static Stage Paced(int streams) => new($"s{streams}", $"{streams} streams, an event every 50 ms", StageKind.Stream)
    {
        Connections = streams,
        Events = 100,
        Interval = 50,
        Ramp = 2.5,
        Warm = 1,
        Length = 1.7,
    };

    private static Stage Slow(int streams) => new($"slow{streams}", $"{streams} streams, an event every second", StageKind.Memory)
    {
        Connections = streams,
        Events = 600,
        Interval = 1_000,
        Ramp = Math.Max(1, streams / 800.0),
        Warm = 1,
        Length = 1.4,
    };

    private static IEnumerable<Stage> Translated(Stage stage, Protocol[] clients) =>
        from client in clients
        from spoken in Protocols
        where client != spoken
        select stage with { Name = $"{stage.Name}/{Name(client)}-{Name(spoken)}", Client = client, Spoken = spoken, Length = Math.Min(stage.Length, 0.7) };

    private static string Name(Protocol protocol) => protocol.ToString().ToLowerInvariant();
}
