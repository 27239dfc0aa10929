namespace Gantry.Billing;

/// <summary>How an attempt ended: at which stage, and by whose doing. Closed: every way out of an attempt is one of these.</summary>
public enum AttemptOutcome
{
    /// <summary>The answer came to its end.</summary>
    Served,

    /// <summary>The client left or took no more bytes; says nothing of the upstream.</summary>
    ClientLeft,

    /// <summary>The gateway ended it: a bound of time or money, or its own shutdown; says nothing of the upstream.</summary>
    Stopped,

    /// <summary>Before the connection: the gateway had no credential to ask with.</summary>
    Unsigned,

    /// <summary>Connecting: the address is one that the gateway must not dial.</summary>
    AddressRefused,

    /// <summary>Connecting: the name was not resolved.</summary>
    DnsFailed,

    /// <summary>Connecting: refused, or not accepted in time.</summary>
    ConnectFailed,

    /// <summary>Connecting: a certificate or a handshake that failed.</summary>
    TlsFailed,

    /// <summary>Connecting: the proxy on the way refused.</summary>
    ProxyFailed,

    /// <summary>Waiting: the connection broke after the request was sent and before an answer. Nobody knows what the upstream has done.</summary>
    ResetBeforeAnswer,

    /// <summary>Waiting: no answer began in time.</summary>
    FirstByteTimeout,

    /// <summary>Status: 429, too many requests or tokens for this credential and model.</summary>
    RateLimited,

    /// <summary>Status: 401 or 403, the credential is refused.</summary>
    CredentialRefused,

    /// <summary>Status: 402, the credential's account has no money.</summary>
    CredentialBroke,

    /// <summary>Status: 503 or 529, too much to do.</summary>
    Overloaded,

    /// <summary>Status: 408 or any other of 500 and above.</summary>
    UpstreamFailed,

    /// <summary>Status: the request itself is refused. Another upstream would refuse it as well.</summary>
    RequestRefused,

    /// <summary>Body, before content: something that is no answer.</summary>
    BadAnswer,

    /// <summary>Body, before content: the answer carries an error.</summary>
    ErrorBeforeContent,

    /// <summary>Body, before content: the answer broke off.</summary>
    TornBeforeContent,

    /// <summary>Body, before content: the answer fell silent.</summary>
    SilentBeforeContent,

    /// <summary>Body, after content: the answer carries an error.</summary>
    ErrorAfterContent,

    /// <summary>Body, after content: the answer broke off.</summary>
    TornAfterContent,

    /// <summary>Body, after content: the answer fell silent.</summary>
    SilentAfterContent,
}
