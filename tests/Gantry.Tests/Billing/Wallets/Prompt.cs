using System.Reflection;

namespace Gantry.Tests.Billing.Wallets;

/// <summary>Answers before it returns, whatever its engine: a schedule is played on one thread, where nobody would take up what comes back from a network.</summary>
#pragma warning disable CA1852, MA0053 // A proxy derives from it.
internal class Prompt<T> : DispatchProxy
#pragma warning restore CA1852, MA0053
    where T : class
{
    private T? _inner;

    public static T Of(T inner)
    {
        var prompt = Create<T, Prompt<T>>();
        ((Prompt<T>)(object)prompt)._inner = inner;
        return prompt;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!typeof(Task).IsAssignableFrom(targetMethod!.ReturnType)) return targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null);
        Task? work = null;
        // On a thread of the pool, which has no context to come back to. How it ended is for the caller to see.
        _ = Task.Run(() => Task.WhenAny(work = (Task)targetMethod.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null)!)).GetAwaiter().GetResult();
        return work;
    }
}
