using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gantry.Hosting;

/// <summary>The log in a file for its owner only, in the form of <see cref="LineFormatter"/>. One that has grown long makes room for a new one at the start.</summary>
internal sealed class FileLog : ILoggerProvider
{
    private const long Longest = 4 << 20; // bytes

    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;
    private readonly LineFormatter _formatter;

    public FileLog(string path, TimeProvider time)
    {
        _formatter = new LineFormatter(time);
        if (new FileInfo(path) is { Exists: true, Length: > Longest }) File.Move(path, path + ".1", overwrite: true);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _writer = new StreamWriter(new FileStream(path, options), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose()
    {
        lock (_gate) _writer.Dispose();
    }

    private sealed class Category(FileLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var entry = new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter);
            lock (log._gate)
            {
                // What is said while all ends has nowhere to go.
                if (log._writer.BaseStream is { CanWrite: true }) log._formatter.Write(entry, null, log._writer);
            }
        }
    }
}
