using System.Security.Cryptography.X509Certificates;

namespace Gantry.Simulator;

/// <summary>How a simulator is started.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where to listen, loopback only; port 0 takes a free one.</summary>
    public string Url { get; init; } = "http://127.0.0.1:0";

    /// <summary>Refuse requests without a key, as every vendor does.</summary>
    public bool RequireKey { get; init; } = true;

    /// <summary>Refuse what the vendors refuse: misshapen conversations, foreign sealed reasoning, unknown members.</summary>
    public bool Strict { get; init; }

    /// <summary>The only key that is accepted; <see langword="null"/> accepts any.</summary>
    public string? RequiredKey { get; init; }

    /// <summary>The key whose signatures Bedrock's addresses accept, beside bearers; <see langword="null"/> believes any signature.</summary>
    public AwsKey? AwsKey { get; init; }

    /// <summary>Gives the tokens that Vertex's addresses demand then, at <see cref="Vertex.TokenDesk.Path"/>; <see langword="null"/> for any key there.</summary>
    public Vertex.TokenDesk? Tokens { get; init; }

    /// <summary>JSON Lines file that every finished exchange is appended to, keys replaced by fingerprints.</summary>
    public string? RecordFile { get; init; }

    /// <summary>Keep request bodies in the record; without them long load runs stay small.</summary>
    public bool KeepBodies { get; init; } = true;

    /// <summary>Remember prompts as vendors do: what a prompt has in common with an earlier one of the same key and model counts as read from a cache.</summary>
    public bool CachesPrompts { get; init; }

    /// <summary>Ids are the same in every run with the same seed.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Serve TLS with this certificate (see <see cref="SimulatorCertificate"/>); <see cref="Url"/> begins with <c>https</c> then.</summary>
    public X509Certificate2? Certificate { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
