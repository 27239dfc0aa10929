namespace Gantry.Tests.Management.Driven;

/// <summary>What a client shows of who it is: the cookie of a session, or an admin token.</summary>
internal sealed record DrivenLogin(string Secret, bool IsToken);
