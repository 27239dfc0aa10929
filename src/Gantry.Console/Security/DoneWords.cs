using Gantry.Console.Addresses;

namespace Gantry.Console.Security;

/// <summary>What the overview says after a change. Its address carries a name and never a text: nobody else's words are shown.</summary>
internal static class DoneWords
{
    public const string Password = "password";
    public const string AuthenticatorOff = "authenticator-off";
    public const string PasskeyAdded = "passkey-added";
    public const string PasskeyRemoved = "passkey-removed";
    public const string LoginLinked = "login-linked";
    public const string LoginRemoved = "login-removed";
    public const string SessionEnded = "session-ended";
    public const string OthersEnded = "others-ended";

    public static string Address(string done) => $"{ConsolePaths.Security}?done={done}";

    public static string? Text(string? done) => done switch
    {
        Password => "Your password is changed.",
        AuthenticatorOff => "The authenticator is removed.",
        PasskeyAdded => "The passkey is added.",
        PasskeyRemoved => "The passkey is removed.",
        LoginLinked => "The sign-in is linked.",
        LoginRemoved => "The linked sign-in is removed.",
        SessionEnded => "The session is ended.",
        OthersEnded => "All other sessions are ended.",
        _ => null,
    };
}
