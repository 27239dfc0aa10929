using Gantry.Console.Addresses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Gantry.Console.Refusals;

/// <summary>A page that says why the one that was asked for is not shown.</summary>
/// <param name="Status">Of the answer.</param>
/// <param name="Title">The heading.</param>
/// <param name="Text">What happened and what to do, as plain text.</param>
/// <param name="Link">Where to go on; null for nowhere.</param>
/// <param name="LinkText">What stands on the link.</param>
public sealed record Refusal(int Status, string Title, string Text, string? Link = null, string? LinkText = null)
{
    internal static readonly Refusal NotSetUp = new(
        503, "Not set up yet", "This gateway has no owner. Whoever started it finds a one-time token in its terminal, or in the file setup-token of its data folder.", ConsolePaths.SetUp, "Set it up");

    internal static readonly Refusal ForeignForm = new(
        400,
        "This form was not accepted",
        "It did not come from a page of this console, or that page had grown too old. Open the page again and repeat what you did. "
        + "If that does not help, your browser keeps no cookies for this address: open it over https, or as localhost.",
        ConsolePaths.Home,
        "To the console");

    internal static Refusal UnusableText(string field) => new(
        400, "This form was not accepted", $"The field {field} holds the character U+0000, which no text may have.", ConsolePaths.Home, "To the console");

    // The framework reads no form with such a character, and does not say in which field it is.
    internal static readonly Refusal UnreadableForm = new(
        400, "This form was not accepted", "It cannot be read: a field may hold the character U+0000, which no text may have. Go back, take it out and send the form again.", ConsolePaths.Home, "To the console");

    internal static readonly Refusal TooLarge = new(413, "Too large", "A form may hold one mebibyte.", ConsolePaths.Home, "To the console");

    internal static readonly Refusal SignedOut = new(
        401, "You are signed out", "Your session has ended. Sign in again and repeat what you did; nothing was changed.", ConsolePaths.SignIn, "Sign in");

    internal static readonly Refusal FactorMissing = new(
        403, "A second factor is missing", "Your role needs a second factor. Nothing was changed.", ConsolePaths.Security, "Add one");

    internal static readonly Refusal NotFound = new(404, "No such page", "The console has no page at this address.", ConsolePaths.Home, "To the console");

    internal static readonly Refusal Broken = new(
        500, "Something went wrong", "The gateway could not answer. What happened is in its log.", ConsolePaths.Home, "To the console");

    internal static readonly Refusal SetUpAlready = new(
        410, "Already set up", "This gateway has an owner. The set-up page has done its work.", ConsolePaths.SignIn, "Sign in");

    internal static readonly Refusal TokenGone = new(
        410,
        "This token is no longer good",
        "A set-up token works once, within 30 minutes. Restart the gateway and it writes a new one.",
        ConsolePaths.SetUp,
        "Try another token");

    internal static readonly Refusal LinkGone = new(
        410, "This link is no longer good", "It works once, and not for long. Ask for another one.", ConsolePaths.SignIn, "Sign in");

    internal static readonly Refusal InvitationGone = new(
        410,
        "This link is no longer good",
        "It works once, for a limited time, and not where it was taken back. If you have used it, sign in. Else ask whoever invited you for another one, or register again.",
        ConsolePaths.SignIn,
        "Sign in");

    internal static readonly Refusal RegistrationClosed = new(
        403, "No registration", "The administrators of this gateway make its accounts. Ask one of them.", ConsolePaths.SignIn, "Sign in");

    internal static readonly Refusal InvitationNeeded = new(
        403, "By invitation only", "Ask an administrator of this gateway to invite you. The invitation holds a link.", ConsolePaths.SignIn, "Sign in");

    internal static readonly Refusal RegistrationWithoutMail = new(
        503,
        "No registration at the moment",
        "This gateway is open to everybody, but it cannot send mail: its settings need smtp and public_url. Ask an administrator of it.",
        ConsolePaths.SignIn,
        "Sign in");

    internal static readonly Refusal NoMail = new(
        503,
        "This gateway sends no mail",
        "So it cannot send you a link to a new password. Ask an administrator of it: one is made at its machine.",
        ConsolePaths.SignIn,
        "Sign in");

    internal Task WriteAsync(HttpContext http) =>
        new RazorComponentResult<RefusalDocument>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(RefusalDocument.Why)] = this })
        {
            StatusCode = Status,
        }.ExecuteAsync(http);
}
