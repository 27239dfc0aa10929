using System.Runtime.InteropServices;

namespace Gantry.Cli.Code;

/// <summary>
/// Signals while a client runs: Ctrl+C reaches it from the terminal itself, and what it makes of it is its own business; an order to end is passed on.
/// Neither ends this process, which has to tidy up.
/// </summary>
internal sealed class SignalRelay : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Lock _gate = new();
    private int _client;
    private int _missed;

    public SignalRelay()
    {
        Register(PosixSignal.SIGINT, number: 0);
        Register(PosixSignal.SIGQUIT, number: 0);
        Register(PosixSignal.SIGTERM, number: 15);
        if (!OperatingSystem.IsWindows()) Register(PosixSignal.SIGHUP, number: 1);
    }

    /// <summary>Names the process to pass signals to; one that came before is passed on now.</summary>
    public void Attach(int process)
    {
        lock (_gate)
        {
            _client = process;
            if (_missed != 0) Send(_missed);
        }
    }

    /// <summary>The process has ended: its number may soon be another's.</summary>
    public void Detach()
    {
        lock (_gate) _client = 0;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Register(PosixSignal signal, int number) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (number == 0) return;
        lock (_gate)
        {
            if (_client == 0) _missed = number;
            else Send(number);
        }
    }));

    private void Send(int signal)
    {
        if (!OperatingSystem.IsWindows()) _ = Kill(_client, signal);
    }

#pragma warning disable SYSLIB1054 // Two numbers need no code to carry them over, and so this project no unsafe code.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
#pragma warning restore SYSLIB1054
}
