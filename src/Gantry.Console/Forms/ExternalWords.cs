using Gantry.Contracts.SignIn;

namespace Gantry.Console.Forms;

/// <summary>What people are told where another service did not sign them in. The address carries a name and never a text: nobody else's words are shown.</summary>
internal static class ExternalWords
{
    public static string? Text(string? problem) => !Enum.TryParse<ExternalProblem>(problem, out var known) ? null : known switch
    {
        ExternalProblem.NoProvider => "There is no such way to sign in here.",
        ExternalProblem.NoPublicUrl => "This way to sign in is not set up yet: the settings have to name public_url.",
        ExternalProblem.Expired => "That took too long, or was begun in another window. Try again.",
        ExternalProblem.Declined => "Nothing has changed: it was not allowed there.",
        ExternalProblem.Unproven => "The answer from there was not accepted. Try again later.",
        ExternalProblem.Unlinked => "No account here is linked with it. Sign in with your password or passkey first, and link it on the security page.",
        ExternalProblem.NoEmail => "No account can be made: your e-mail address is not verified there.",
        ExternalProblem.EmailTaken => "There is an account of your e-mail address already. Sign in to it first, and link this sign-in on the security page.",
        ExternalProblem.Closed => "This account is disabled.",
        ExternalProblem.SignedOut => "You were signed out meanwhile. Sign in and link it again.",
        ExternalProblem.AlreadyLinked => "It was not linked: it belongs to another account, or yours has another of that service.",
        ExternalProblem.TooMany => "Too many tries. Wait 15 minutes.",
        ExternalProblem.Plain => "Signing in needs https.",
        _ => null,
    };
}
