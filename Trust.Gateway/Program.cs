using Trust.Gateway.Commands;

return await TrustProgram.RunAsync(args);

/// <summary>Entry point; public so that tests can host the program.</summary>
public partial class Program;
