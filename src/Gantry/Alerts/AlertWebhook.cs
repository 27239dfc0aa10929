namespace Gantry.Alerts;

/// <summary>Somebody who is told of every alert by a signed post.</summary>
/// <param name="Url">Where to.</param>
/// <param name="Secret">What the post is signed with.</param>
/// <param name="AllowPrivateNetwork">The host may resolve to a private address.</param>
public sealed record AlertWebhook(Uri Url, string Secret, bool AllowPrivateNetwork)
{
    /// <summary>Never shows the secret: records print their members by default.</summary>
    public override string ToString() => Url.Host;
}
