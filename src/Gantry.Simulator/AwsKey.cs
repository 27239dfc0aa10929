namespace Gantry.Simulator;

/// <summary>The key whose signatures a simulator accepts on Bedrock's addresses.</summary>
/// <param name="Id">The access key id.</param>
/// <param name="Secret">The secret that signs.</param>
/// <param name="Region">The region that the signature has to be for.</param>
public sealed record AwsKey(string Id, string Secret, string Region = "us-east-1")
{
    /// <summary>The session token that has to come along; null for a lasting key.</summary>
    public string? SessionToken { get; init; }

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => $"key {Id}";
}
