namespace Gantry.Console.Tests.Rig;

/// <summary>A server with the console in it, whoever implements the sign-in behind.</summary>
internal interface IConsoleServer : IAsyncDisposable
{
    /// <summary>By name, not by address: passkeys belong to names.</summary>
    Uri Address { get; }

    ShiftedTime Time { get; }

    /// <summary>The one-time token of a server that has no owner yet.</summary>
    Task<string> SetUpTokenAsync();
}
