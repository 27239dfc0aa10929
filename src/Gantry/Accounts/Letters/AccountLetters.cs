namespace Gantry.Accounts.Letters;

/// <summary>Every mail about a person's way in, in one place. Addresses come from the settings; nothing that a stranger has typed is repeated but the recipient.</summary>
internal static class AccountLetters
{
    private const string NotYou = "If it was not you, do nothing: without the link nothing happens.";

    public static Letter Invitation(string gateway, string invitedBy, string link) => new(
        $"You are invited to {gateway}",
        $"""
        {invitedBy} invites you to the AI gateway at {gateway}.

        Choose a password and you are in:
        {link}

        The link works once, for 7 days. If you do not know why you were invited, do nothing.
        """);

    public static Letter Confirmation(string gateway, string email, string link) => new(
        $"Confirm your e-mail address for {gateway}",
        $"""
        Somebody wants to make an account at {gateway} for {email}.

        If it was you, choose a password and you are in:
        {link}

        The link works once, for 24 hours. {NotYou}
        """);

    public static Letter HasAccount(string gateway, string email, string signIn, string forgot) => new(
        $"You have an account at {gateway}",
        $"""
        Somebody wants to make an account at {gateway} for {email}. There is one already, and nothing has changed.

        Sign in:
        {signIn}

        If you have forgotten the password, choose another:
        {forgot}
        """);

    public static Letter NewPassword(string gateway, string email, string link) => new(
        $"A new password for {gateway}",
        $"""
        Somebody has forgotten the password of {email} at {gateway}.

        If it was you, choose another:
        {link}

        The link works once, for one hour. A second factor is asked for as ever. {NotYou}
        """);

    public static Letter NoNewPassword(string gateway, string email) => new(
        $"Your password for {gateway}",
        $"""
        Somebody has forgotten the password of {email} at {gateway}.

        The account may administer the gateway and has no second factor yet. Such a password is not changed by mail: ask whoever runs the gateway for a link.
        """);

    public static Letter PasswordChanged(string gateway, string email, string? forgot) => new(
        $"Your password for {gateway} was changed",
        $"""
        The password of {email} at {gateway} was changed just now.

        If it was you, there is nothing to do. If it was not, tell whoever runs the gateway at once{(forgot is null ? "." : $", and choose another:\n{forgot}")}
        """);
}
