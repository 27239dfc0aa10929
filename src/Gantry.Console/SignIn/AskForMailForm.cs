using Gantry.Console.Forms;
using Gantry.Console.Refusals;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.SignIn;

/// <summary>A page that takes an e-mail address and says no more than that it was taken.</summary>
public abstract class AskForMailForm : FormComponent
{
    protected const string AskForm = "ask";
    protected const string EmailField = "email";

    private const string Sent = "sent";

    [Inject]
    public required IJoining Joining { get; set; }

    [SupplyParameterFromQuery(Name = "done")]
    public string? Done { get; set; }

    [SupplyParameterFromForm(FormName = AskForm, Name = EmailField)]
    public string? Email { get; set; }

    /// <summary>An address was taken.</summary>
    protected bool IsTaken => Done == Sent;

    /// <summary>Shown in place of the page; null where the gateway does this.</summary>
    protected Refusal? Off { get; private set; }

    /// <summary>Of the page.</summary>
    protected abstract string Path { get; }

    /// <summary>Why the gateway does not do this; null where it does.</summary>
    protected abstract Refusal? WhyNot(JoinOffer offer);

    protected abstract Task<SignInStep?> AskAsync(string email);

    protected override void OnInitialized()
    {
        if (WhyNot(Joining.Offer) is not { } why)
        {
            return;
        }

        Off = why;
        Http.Response.StatusCode = why.Status;
    }

    protected async Task SubmitAsync()
    {
        if (Off is not null)
        {
            return;
        }

        if (string.IsNullOrWhiteSpace(Email))
        {
            Refuse(Problem.Missing(EmailField, "Enter your e-mail address."));
        }
        else if (await AskAsync(Email.Trim()) is { } step)
        {
            Refuse(Problem.Of(step, "This was not accepted."));
        }
        else
        {
            Go($"{Path}?done={Sent}");
        }
    }
}
