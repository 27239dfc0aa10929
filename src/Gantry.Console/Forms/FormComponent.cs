using Gantry.Console.Addresses;
using Gantry.Contracts.SignIn;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Forms;

/// <summary>What answers a form, or shows one.</summary>
public abstract class FormComponent : ComponentBase
{
    [CascadingParameter]
    public required HttpContext Http { get; set; }

    /// <summary>Why the form that was sent is shown again; null where none was sent.</summary>
    protected Problem? Problem { get; private set; }

    /// <summary>Whose session it is. Only on pages that are closed to others.</summary>
    protected SignedIn Person => Http.Features.Get<SignedIn>() ?? throw new InvalidOperationException("The page is open to people without a session.");

    /// <summary>Ends when the person leaves.</summary>
    protected CancellationToken Leaving => Http.RequestAborted;

    /// <summary>Answers with another page. What this one renders afterwards nobody sees.</summary>
    protected void Go(string address) => Http.Redirect(address);

    protected void Refuse(Problem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        Problem = problem;
        problem.Mark(Http.Response);
    }
}
