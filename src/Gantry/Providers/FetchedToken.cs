namespace Gantry.Providers;

/// <summary>A token that proves to a cloud who asks.</summary>
/// <param name="Text">Sent to the upstream and to nobody else.</param>
/// <param name="ExpiresAt">It is refused from then on.</param>
/// <param name="RenewAt">Its maker wants it renewed from then on; null where it says nothing.</param>
internal sealed record FetchedToken(string Text, DateTimeOffset ExpiresAt, DateTimeOffset? RenewAt)
{
    /// <summary>Never shows the token.</summary>
    public override string ToString() => $"token until {ExpiresAt:u}";
}
