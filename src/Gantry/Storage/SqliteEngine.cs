using System.Runtime.InteropServices;
using SQLitePCL;

namespace Gantry.Storage;

/// <summary>
/// The library of SQLite itself: how it is started, how it waits, and the calls that settlements make some hundred times for a request. These go to it directly: the package counts the
/// uses of a handle at each of them, which costs more than what the engine does.
/// </summary>
internal static class SqliteEngine
{
    private const string Library = "e_sqlite3";
    private const int MemoryStatus = 9;

    // The engine makes a copy before it returns.
    private const nint Transient = -1;

    private const int MostCalls = 5_000;

    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(1);

    // The engine holds it for as long as there are connections.
    private static readonly BusyHandler OnBusy = static (_, calls) =>
    {
        if (calls >= MostCalls) return 0;
#pragma warning disable RS0030 // The engine has the thread, and cannot be awaited.
        Thread.Sleep(BetweenCalls);
#pragma warning restore RS0030
        return 1;
    };

    private static readonly Lazy<bool> Started = new(() =>
    {
        Batteries_V2.Init();
        // Nobody asks what memory it has. Refused where the process has used the library before: it works all the same. Each connection keeps its lock (decision 0047).
        return raw.sqlite3_config(MemoryStatus, 0) == raw.SQLITE_OK;
    });

    /// <summary>To be called before the first connection. Any number of times.</summary>
    public static void Start() => _ = Started.Value;

    /// <summary>
    /// Has a connection wait five seconds for a file that another process writes to, and ask for it each millisecond. The engine's own time-out (<c>busy_timeout</c>) soon asks ten times
    /// a second only: beside a server that commits and leaves the file alone for two milliseconds between, a command was told "database is locked" on a slow disk.
    /// </summary>
    /// <returns>A result code of the engine, as with all that follow.</returns>
    public static int AskOften(sqlite3 database) => SetBusyHandler(database.DangerousGetHandle(), OnBusy, 0);

    public static int Bind(nint statement, int index, long number) => BindNumber(statement, index, number);

    public static int BindNull(nint statement, int index) => BindNothing(statement, index);

    /// <param name="statement">Of the engine.</param>
    /// <param name="index">From 1.</param>
    /// <param name="utf8">By its length: the engine would end a text at its first zero otherwise.</param>
    public static int Bind(nint statement, int index, ReadOnlySpan<byte> utf8)
    {
        // An empty text needs a pointer all the same, or it would be a null.
        var none = (byte)0;
        return BindText(statement, index, ref utf8.IsEmpty ? ref none : ref MemoryMarshal.GetReference(utf8), utf8.Length, Transient);
    }

    public static int Step(nint statement) => StepOnce(statement);

    public static int Reset(nint statement) => ResetAgain(statement);

    // The two shortest do not tell the runtime that they have left it: they take some nanoseconds and wait for nothing.
    [DllImport(Library, EntryPoint = "sqlite3_bind_int64")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static extern int BindNumber(nint statement, int index, long number);

    [DllImport(Library, EntryPoint = "sqlite3_bind_null")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [SuppressGCTransition]
    private static extern int BindNothing(nint statement, int index);

    [DllImport(Library, EntryPoint = "sqlite3_bind_text")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int BindText(nint statement, int index, ref byte text, int length, nint destructor);

    [DllImport(Library, EntryPoint = "sqlite3_step")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StepOnce(nint statement);

    [DllImport(Library, EntryPoint = "sqlite3_reset")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ResetAgain(nint statement);

    /// <returns>0 to give up.</returns>
    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int BusyHandler(nint context, int calls);

    [DllImport(Library, EntryPoint = "sqlite3_busy_handler")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetBusyHandler(nint database, BusyHandler handler, nint context);
}
