using Gantry.Console.Addresses;
using Gantry.Console.Forms;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components;

namespace Gantry.Console.Security;

/// <summary>Something that changes how its owner signs in.</summary>
public abstract class SecurityForm : FormComponent
{
    [Inject]
    public required IMySecurity Mine { get; set; }

    /// <summary>Goes back to the overview where the change is made, to the proof where it needs one, or shows the form again.</summary>
    /// <param name="change">What came of it.</param>
    /// <param name="done">What the overview says then: a name in <see cref="DoneWords"/>.</param>
    /// <param name="otherwise">What to say where a refusal says nothing.</param>
    protected void Take(ChangeResult change, string done, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change.NeedsProof)
        {
            AskForProof();
        }
        else if (change.Done)
        {
            Go(DoneWords.Address(done));
        }
        else
        {
            Refuse(Problem.Of(change, otherwise));
        }
    }

    /// <summary>Leads back to this page afterwards.</summary>
    protected void AskForProof() => Go(ConsolePaths.WithReturn(ConsolePaths.Prove, ReturnUrl.Safe(Http.Request.Path)));
}
