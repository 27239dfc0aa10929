namespace Gantry.Accounts;

/// <summary>One way to say who calls. Several are registered; the first that knows the caller decides.</summary>
internal interface ICallerSource
{
    /// <summary>Null where the request carries nothing of this kind, or nothing valid.</summary>
    ValueTask<Caller?> IdentifyAsync(HttpContext http);
}
