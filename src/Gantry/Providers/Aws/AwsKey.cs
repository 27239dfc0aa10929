namespace Gantry.Providers.Aws;

/// <summary>A key of AWS that signs.</summary>
/// <param name="Id">Public: it stands in every signature.</param>
/// <param name="Secret">Never sent.</param>
/// <param name="SessionToken">Of keys that live for a while; null for others.</param>
internal sealed record AwsKey(string Id, string Secret, string? SessionToken)
{
    /// <summary>Reads <c>ID:SECRET</c> or <c>ID:SECRET:SESSION_TOKEN</c>; null for anything else.</summary>
    public static AwsKey? Parse(string text)
    {
        var parts = text.Split(':');
        return parts.Length is 2 or 3 && parts[0].Length > 0 && parts[1].Length > 0 ? new AwsKey(parts[0], parts[1], parts.Length == 3 && parts[2].Length > 0 ? parts[2] : null) : null;
    }

    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => $"key {Id}";
}
