namespace Gantry.Snapshot;

/// <summary>One secret of an upstream, in clear, in memory only.</summary>
/// <param name="Id">Names the credential in usage records.</param>
/// <param name="Secret">Sent to the upstream and to nobody else.</param>
public sealed record UpstreamCredential(Guid Id, string Secret)
{
    /// <summary>The last four characters of the secret at most, for people to tell credentials apart.</summary>
    public string Display { get; init; } = "…";

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => $"credential {Id}";
}
