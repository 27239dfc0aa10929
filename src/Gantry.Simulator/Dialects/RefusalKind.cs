namespace Gantry.Simulator.Dialects;

/// <summary>Why a vendor says no; each dialect has its own status and words for it.</summary>
internal enum RefusalKind
{
    BadRequest,
    MissingKey,
    BadKey,
    Billing,
    Forbidden,
    NotFound,
    TooLarge,
    RateLimited,
    ServerError,
    Overloaded,
    Timeout,
}
