const refuse = (status, error) => ({ status, body: { error } });

export default {
  scenarios: {
    documented: () => ({ tasks: new Map([["1", { id: "1", title: "Read the contract" }]]) }),
    empty: () => ({ tasks: new Map() }),
  },
  credentials: { "read-only": "may not create" },
  fixtures: [{ kind: "task", value: "1", description: "the example of the reference page" }],
  refusals: {
    unauthenticated: (reason) => refuse(401, reason),
    invalid: () => refuse(400, "invalid"),
  },
  operations: {
    listTasks: (_request, { state }) => ({ status: 200, body: [...state.tasks.values()] }),
    createTask(request, { state, nextId }) {
      const task = { id: nextId(), title: request.body.title };
      state.tasks.set(task.id, task);
      return { status: 201, body: task };
    },
    getTask: (request, { state }) => ({ status: 200, body: state.tasks.get(request.path.id) }),
  },
  notModelled: { archiveTask: "nobody has seen it answered" },
};
