using Gantry.Console.Addresses;
using Gantry.Console.Forms;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.SignIn;

/// <summary>One of the pages that lead to a session.</summary>
public abstract class SignInForm : FormComponent
{
    [Inject]
    public required ISignIn Door { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    public string? Return { get; set; }

    /// <summary>Where to go when signed in; never out of the console.</summary>
    protected string Target => ReturnUrl.Safe(Return);

    /// <summary>Goes where a step leads, or shows the form again.</summary>
    protected void Take(SignInStep step, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(step);
        switch (step.Kind)
        {
            case SignInKind.Done:
                Go(Target);
                break;
            case SignInKind.MustAddFactor:
                Go(ConsolePaths.Security);
                break;
            case SignInKind.NeedsFactor:
                Go(ConsolePaths.WithReturn(ConsolePaths.Code, Target));
                break;
            case SignInKind.Gone:
                Refuse(Problem.Of(step, "The first step of signing in is no longer good. Sign in again."));
                break;
            default:
                Refuse(Problem.Of(step, otherwise));
                break;
        }
    }
}
