namespace Gantry.Protocols.Hub;

/// <summary>What went wrong, independent of any protocol. Each protocol has its own status and words for each.</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed or asks for something impossible (400).</summary>
    InvalidRequest,

    /// <summary>The prompt, or the prompt and the answer asked for, do not fit into the model (400). Agents repair themselves on this.</summary>
    ContextTooLong,

    /// <summary>A content policy forbids the request (400).</summary>
    ContentPolicy,

    /// <summary>No key, or one that is unknown, revoked or expired (401).</summary>
    InvalidKey,

    /// <summary>No balance, or a spend cap is reached (402).</summary>
    Billing,

    /// <summary>The key is good but may not do this (403).</summary>
    Forbidden,

    /// <summary>No such model for this key (404).</summary>
    ModelNotFound,

    /// <summary>No such path or object (404).</summary>
    NotFound,

    /// <summary>The path exists, the HTTP method does not (405).</summary>
    MethodNotAllowed,

    /// <summary>The request contradicts the state of what it names (409).</summary>
    Conflict,

    /// <summary>The body is larger than allowed (413).</summary>
    TooLarge,

    /// <summary>The body is in an encoding or a media type that is not understood (415).</summary>
    UnsupportedMediaType,

    /// <summary>The client must use another protocol version (426).</summary>
    UpgradeRequired,

    /// <summary>Too many requests, tokens or requests at once (429).</summary>
    RateLimited,

    /// <summary>The gateway itself failed (500).</summary>
    Internal,

    /// <summary>This gateway does not offer the operation (501).</summary>
    NotImplemented,

    /// <summary>The upstream gave an answer that makes no sense (502).</summary>
    BadUpstream,

    /// <summary>Nobody can serve the request right now (503; 529 for Messages).</summary>
    Overloaded,

    /// <summary>Something that only the gateway's administrator can set is missing (503): a retry does not help.</summary>
    NotConfigured,

    /// <summary>The upstream did not answer in time (504).</summary>
    Timeout,
}
