using System.Collections.Immutable;
using Gantry.Cli.Code.Clients;

namespace Gantry.Cli.Code;

/// <summary>What <c>gantry code</c> is asked for.</summary>
internal sealed record CodeOptions
{
    public required CodeClient Client { get; init; }

    /// <summary>The client's own words.</summary>
    public required ImmutableArray<string> Arguments { get; init; }

    /// <summary>Null: by the client's taste.</summary>
    public string? Model { get; init; }

    /// <summary>Null: by the client's taste.</summary>
    public string? SmallModel { get; init; }

    /// <summary>Groups of the key that is made; empty for all.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>A gateway that runs somewhere; null for one on this machine.</summary>
    public string? Server { get; init; }

    /// <summary>A key that is there already; null: one is made, or the one of the last run used.</summary>
    public string? Key { get; init; }

    /// <summary>A data folder; null: that of the environment, one in this folder, or that of local mode.</summary>
    public string? Data { get; init; }

    /// <summary>A declarative file for local mode.</summary>
    public string? Config { get; init; }

    /// <summary>Whose key it is; null for the owner's.</summary>
    public string? Account { get; init; }

    /// <summary>Says nothing at the end.</summary>
    public bool Quiet { get; init; }

    /// <summary>Believe the file in this folder from now on.</summary>
    public bool Trust { get; init; }

    /// <summary>Where the run is started.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>Reads a variable of the person's environment.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Where the person is told what is beside the client: on a terminal its error output.</summary>
    public TextWriter Notes { get; init; } = TextWriter.Null;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Never shows the key: records print their members by default.</summary>
    public override string ToString() => Client.Id;
}
