namespace Gantry.Alerts;

/// <summary>The gateway's way out, for posts: its proxy and its guard on addresses. Follows no redirect.</summary>
/// <param name="Handler">By whether the receiver may stand on a private address. Shared; not for the caller to dispose of.</param>
internal sealed record WebhookWay(Func<bool, HttpMessageHandler> Handler);
