using System.Net;
using Gantry.Contracts.SignIn;

namespace Gantry.Accounts.SignIn;

/// <summary>What people are told, and one sentence for all that must not be told apart.</summary>
internal static class SignInSteps
{
    public static readonly SignInStep Done = new(SignInKind.Done);

    public static readonly SignInStep WrongPassword = new(SignInKind.Refused, "The e-mail address or the password is wrong.");

    public static readonly SignInStep WrongCode = new(SignInKind.Refused, "The code is wrong, or was used already.", "code");

    public static readonly SignInStep WrongPasskey = new(SignInKind.Refused, "The passkey was not accepted.");

    public static readonly SignInStep WrongToken = new(SignInKind.Refused, "The token is wrong.", "token");

    public static readonly SignInStep TokenGone = new(SignInKind.Gone, "This token was used already, or has expired.", "token");

    public static readonly SignInStep StepGone = new(SignInKind.Gone, "The time for the second step is over: begin again.");

    public static readonly SignInStep NeedsFactor = new(SignInKind.NeedsFactor, "Present your second factor.");

    public static readonly SignInStep MustAddFactor = new(SignInKind.MustAddFactor, "Administrators need a second factor: add one now.");

    public static readonly SignInStep NobodyThere = new(SignInKind.Refused, "Sign in first.");

    private static readonly SignInStep NeedsHttps = new(
        SignInKind.Refused, "Signing in needs https: the session's cookie goes by https only. Open this gateway by https, or at its own machine as http://localhost.");

    public static SignInStep Field(string field, string reason) => new(SignInKind.Refused, reason, field);

    public static SignInStep Wait(TimeSpan wait)
    {
        var minutes = (int)Math.Ceiling(wait.TotalMinutes);
        return new SignInStep(SignInKind.Wait, $"Too many tries. Wait {minutes} {(minutes == 1 ? "minute" : "minutes")}.", RetryAfter: wait);
    }

    /// <summary>Browsers keep a Secure cookie from https, and from the machine itself; elsewhere people would sign in and be nobody.</summary>
    public static SignInStep? RefusePlain(HttpContext http) =>
        http.Request.IsHttps || http.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address) ? null : NeedsHttps;
}
