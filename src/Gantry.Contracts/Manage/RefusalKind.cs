namespace Gantry.Contracts.Manage;

/// <summary>Why something is not done. Each has one HTTP status.</summary>
public enum RefusalKind
{
    /// <summary>400: the request itself is wrong, see its fields.</summary>
    Invalid,

    /// <summary>401: nobody is signed in, or the token is worth nothing.</summary>
    NotSignedIn,

    /// <summary>403: the role or the scopes do not allow it.</summary>
    Forbidden,

    /// <summary>403: a factor has to be presented again first.</summary>
    StepUpRequired,

    /// <summary>404: there is no such thing, or it belongs to others.</summary>
    NotFound,

    /// <summary>409: it contradicts what is there.</summary>
    Conflict,

    /// <summary>412: somebody changed it meanwhile.</summary>
    Changed,

    /// <summary>413: more bytes than are taken.</summary>
    TooLarge,

    /// <summary>415: a body of another kind.</summary>
    WrongMediaType,

    /// <summary>503: the database took longer for it than anybody may occupy it.</summary>
    TooSlow,

    /// <summary>429: tried too often, see <see cref="Refusal.RetryAfter"/>.</summary>
    TooOften,

    /// <summary>422: the catalogue's rules do not allow it, see its fields.</summary>
    Refused,
}
