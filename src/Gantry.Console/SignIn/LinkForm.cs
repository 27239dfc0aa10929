using Gantry.Console.Forms;
using Gantry.Console.Refusals;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.SignIn;

/// <summary>A page that a link with a token leads to: first the token is looked at, then a password is chosen.</summary>
public abstract class LinkForm : SignInForm
{
    /// <summary>The form with the password.</summary>
    protected const string PasswordForm = "choose-password";

    /// <summary>In both forms.</summary>
    protected const string TokenField = "token";

    protected const string PasswordField = "password";

    // What browsers keep the password under.
    private const string EmailField = "username";

    [Inject]
    public required IJoining Joining { get; set; }

    [SupplyParameterFromForm(FormName = LinkTokenForm.Form, Name = TokenField)]
    public string? Presented { get; set; }

    [SupplyParameterFromForm(FormName = PasswordForm, Name = TokenField)]
    public string? Token { get; set; }

    [SupplyParameterFromForm(FormName = PasswordForm, Name = PasswordField)]
    public string? Password { get; set; }

    [SupplyParameterFromForm(FormName = PasswordForm, Name = EmailField)]
    public string? Named { get; set; }

    /// <summary>The token of a link that is good as far as is known; null while none was presented.</summary>
    protected string? KnownToken { get; set; }

    /// <summary>Whose link it is; null where that was not asked.</summary>
    protected string? Email { get; private set; }

    /// <summary>Shown in place of the page; null where the link is good.</summary>
    protected Refusal? Gone { get; private set; }

    /// <summary>What the page's links lead to.</summary>
    protected abstract LinkKind Kind { get; }

    /// <summary>What to do where a link is no longer good.</summary>
    protected abstract Refusal NoLongerGood { get; }

    /// <summary>Chooses the password.</summary>
    protected abstract Task<SignInStep> ChooseAsync(string token, string password);

    // A form that is answered has to be on the page before: it is there where there is a token.
    protected override void OnInitialized()
    {
        if (Token is not null)
        {
            (KnownToken, Email) = (Token.Trim(), Named);
        }
    }

    protected async Task PresentAsync()
    {
        if (string.IsNullOrWhiteSpace(Presented))
        {
            Refuse(Problem.Missing(TokenField, "Enter the token."));
            return;
        }

        var token = Presented.Trim();
        var look = await Joining.LookAsync(Kind, token, Leaving);
        if (look.Refusal is { } refusal)
        {
            Judge(refusal);
        }
        else
        {
            (KnownToken, Email) = (token, look.Email);
        }
    }

    protected async Task SubmitAsync()
    {
        if (string.IsNullOrEmpty(KnownToken))
        {
            KnownToken = null;
            Refuse(Problem.Missing(TokenField, "Enter the token."));
        }
        else if (string.IsNullOrEmpty(Password))
        {
            Refuse(Problem.Missing(PasswordField, "Choose a password."));
        }
        else
        {
            Judge(await ChooseAsync(KnownToken, Password));
        }
    }

    private void Judge(SignInStep step)
    {
        if (step.Kind == SignInKind.Gone)
        {
            Gone = NoLongerGood;
            Http.Response.StatusCode = Gone.Status;
        }
        else
        {
            Take(step, "This token is wrong.");
        }

        if (Problem?.IsAbout(TokenField) == true)
        {
            KnownToken = null;
        }
    }
}
