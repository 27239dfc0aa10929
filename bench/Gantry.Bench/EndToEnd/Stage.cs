using Gantry.Protocols;

namespace Gantry.Bench.EndToEnd;

/// <summary>One load, the same for every target.</summary>
internal sealed record Stage(string Name, string About, StageKind Kind)
{
    public Protocol Client { get; init; } = Protocol.Chat;

    /// <summary>What the upstream speaks, where that is another protocol; null to relay.</summary>
    public Protocol? Spoken { get; init; }

    /// <summary>The model costs nothing.</summary>
    public bool IsFree { get; init; }

    public int Connections { get; init; } = 64;

    public int BodyBytes { get; init; } = Wire.WireRequest.Short;

    /// <summary>Requests a second, on a timetable; 0 for as fast as they are answered.</summary>
    public int Rate { get; init; }

    /// <summary>Content events of a stream; 0 for whole answers.</summary>
    public int Events { get; init; }

    /// <summary>Milliseconds between two events; 0 for as fast as they go.</summary>
    public int Interval { get; init; }

    /// <summary>Seconds over which the connections begin.</summary>
    public double Ramp { get; init; }

    /// <summary>Seconds of load before anything counts, after the ramp.</summary>
    public double Warm { get; init; } = 0.5;

    /// <summary>How long it is measured, as a share of the seconds of the run.</summary>
    public double Length { get; init; } = 1;

    /// <summary>There is nothing that a bare proxy could do: only a gateway translates or bills.</summary>
    public bool IsForGateway => Spoken is not null || IsFree;

    public Dialect Dialect => Dialect.All.Single(dialect => dialect.Protocol == Client);

    public string Model => IsFree ? GatewayFile.Free : Spoken is { } spoken ? GatewayFile.Speaking(spoken) : GatewayFile.Relayed;
}
